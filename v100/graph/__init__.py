"""Who is named with whom; the one importer of networkx."""
