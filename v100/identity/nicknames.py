"""Given and family names that are one name: short forms, and one spelling from another alphabet.

In: nothing. Out: a root for each variant. Refuses nothing. A variant has one root, the likeliest; being under one root
is evidence, weighed by how often it happens by chance, and never proof. A name that many are given for itself is under
no other's root (Liam and William, Molly and Mary): brothers and sisters bear the two, and twins do.
"""

from typing import Final

_GIVEN: Final = """
abdul abd abdel abdal abdool
abigail abbie abby abi
adam adem
agnieszka aga
ahmed ahmad ahmet achmed ahmet
aisha aysha ayesha aicha aishah
alan allan allen alun al
albert bert bertie
alexander alex alec alexandra alexandr aleksander aleksandra sandy sandra xander alexandru alejandro
ali aly
alice alicia alisha
amanda mandy
amelia millie amelie
andrew andy drew
andrzej andrei andrey andre
angela angie
ann anne anna annie anya ania
anthony tony antony antonio ant
barbara barb babs
benjamin ben benny benji
catherine katherine kathryn kate katie kathy cathy kath cath kat katarzyna kasia kitty katrina ekaterina
carl karl karol
charles charlie chas chuck
charlotte lottie char
christine chrissy tina christina kristina
christopher chris kris kit christophe krzysztof topher
claire clare clara
daniel dan danny daniela danielle dani
daud dawood dawud
david dave davey davy dawid
deborah debbie debra deb
dennis denis denny
dmitry dmitri dima dimitri
donald don donnie
dorothy dot dottie
edward ed eddie ned ted teddy eddy
elizabeth liz lizzie beth betty eliza elisabeth libby
emily em emma
fatima fatma fatimah fatemeh
frances fran francesca frankie
francis frank franky
frederick fred freddie freddy
gabriel gabe
gareth gary garry gaz
geoffrey geoff jeff jeffrey
gerald gerry jerry gerard
gillian gill jill
grace gracie
graham graeme grahame
gregory greg gregor grzegorz
hamza hamzah
harold hal
hassan hasan hassen
helen helena ellen nell nellie
henry harry hank
hussain hussein husain husein hussen hossein
ian iain
ibrahim ebrahim ibraheem
isabella isabel bella izzy isobel isabelle
jacob jake jakub
james jim jimmy jamie jem
jane janie janey jayne
janet jan
jennifer jen jenny jenni
jessica jess jessie
joanne jo joanna joann
john johnny jon johnnie jonny
jonathan jonathon jonty
joseph joe joey jozef josef
joshua josh
judith judy
julie julia jules
kenneth ken kenny
kevin kev
khadija khadijah khadeeja
laura laurie
lawrence larry laurence lawrie
leonard len lenny leo
leslie les lesley
lewis louis lou luis lewie
linda lynda lyn lin
louise lou louisa
lucy lucia lucie
luke lucas lukasz luca
margaret maggie meg peggy marge margie madge megan
mark marc marcus marek
martin marty marcin
mariam maryam miriam mariyam
mary maria marie
matthew matt mat mateusz matty
maximilian max
michael mick mike mickey mikey michal mikhail michel micky
michelle shelly chelle shell
mohammed muhammad mohammad mohamed muhammed mohamad mohd md muhamed mohamud mehmet
nasir naser nasser
natalie nat natalia
natasha tasha
nathan nathaniel nate nath
nicholas nick nicky nicolas nico nikolai
nicola nikki nicky nicole
oliver ollie olly
olivia liv livvy
omar umar umer omer
pamela pam
patricia pat patsy trish tricia
patrick pat paddy pádraig padraig patryk
paul pauly
pawel pavel
peter pete
piotr pyotr petr
philip phil phillip filip
rachel rach rachael raquel
raymond ray
rebecca becky becca bex rebekah
rhys reece rees reese
richard rick ricky dick rich richie dickie
robert bob rob bobby robbie bert roberto
roger rodge
ronald ron ronnie
russell russ
ruth ruthie
samuel sam sammy samantha
sarah sara
sergei sergey serhiy
sharon shaz
simon si
sophie sofia sophia zofia soph
stacey stacy
stephanie steph
stephen steven steve stevie ste stephan stefan
susan sue susie suzanne susanna suzie
syed sayed sayyid said
theodore theo
theresa teresa terry tess
thomas tom tommy
tomasz tomas
timothy tim timmy
tracey tracy
tyler ty
usman osman uthman othman usmaan
valerie val
victor vic viktor
victoria vicky vicki tori wiktoria
vincent vince vinny
vladimir volodymyr
walter wally walt
william bill will billy willie wil
yasmin yasmine jasmin jasmine yasmeen
zachary zac zach zack zak zakariya zakaria
zoe zoey
"""
_FAMILY: Final = """
ahmed ahmad ahmet
akhtar akhter aktar akter
ali aly
begum begam
chaudhry choudhury chowdhury choudhary chaudhary chaudry choudhry
clark clarke
davies davis
hussain hussein husain hussen husein
khan kahn
mohammed muhammad mohammad mohamed muhammed mohamud mohamad
omar umar omer
patel pattel
phillips philips
reid reed read
sheikh shaikh shaik sheik
singh sing sinh
smith smyth smythe
stephens stevens stephenson stevenson
thompson thomson tomson
wang wong
"""


def _read(table: str) -> dict[str, str]:
    roots: dict[str, str] = {}
    for line in table.strip().splitlines():
        root, *variants = line.split()
        for name in (root, *variants):
            roots.setdefault(name, root)
    return roots


GIVEN_ROOTS: Final = _read(_GIVEN)
FAMILY_ROOTS: Final = _read(_FAMILY)
