"""Storage REMEMBERS: the only room that speaks SQL. Values of `model` go in and come out."""
