; Numbers, which the grammar's own queries take for strings.
((literal) @number
 (#match? @number "^[-+]?[0-9.]+$"))
