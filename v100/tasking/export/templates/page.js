"use strict";
(() => {
  const table = document.getElementById("list-table");
  if (!table) return;
  const people = Array.from(table.tBodies);
  const find = document.getElementById("find");
  const area = document.getElementById("area");
  const change = document.getElementById("change");
  const expand = document.getElementById("expand");
  const shown = document.getElementById("shown");
  const words = new Map(people.map((person) => [person, person.textContent.toLowerCase()]));

  const filter = () => {
    const wanted = find.value.trim().toLowerCase();
    let count = 0;
    for (const person of people) {
      const fits =
        words.get(person).includes(wanted) &&
        (!area.value || person.dataset.area === area.value) &&
        (!change.value || person.dataset.change === change.value);
      person.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} of ${people.length} shown`;
  };

  const sort = (heading, key) => {
    const now = heading.getAttribute("aria-sort");
    const falling = now ? now === "ascending" : heading.dataset.first === "descending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const compare = (a, b) =>
      a.dataset[key].localeCompare(b.dataset[key], "en", { numeric: true }) ||
      Number(a.dataset.place) - Number(b.dataset.place);
    people.sort(falling ? (a, b) => compare(b, a) : compare);
    table.append(...people);
  };

  for (const heading of table.tHead.rows[0].cells) {
    const key = heading.dataset.key;
    if (!key) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = heading.textContent;
    button.addEventListener("click", () => sort(heading, key));
    heading.replaceChildren(button);
  }

  expand.addEventListener("click", () => {
    const open = expand.getAttribute("aria-pressed") !== "true";
    for (const details of table.querySelectorAll("details")) details.open = open;
    expand.setAttribute("aria-pressed", String(open));
    expand.textContent = open ? "Close all evidence" : "Open all evidence";
  });
  for (const field of [find, area, change]) field.addEventListener("input", filter);
  const tools = document.getElementById("tools");
  tools.addEventListener("submit", (event) => event.preventDefault());
  tools.hidden = false;
  filter();
})();
