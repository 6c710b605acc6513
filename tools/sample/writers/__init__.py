"""One module a system: what it knows of the world, in the shape its export has.

To add a system, write `write(world, folder) -> SystemTruth` and name it in `__main__`:

1. `enrol` the people the system knows, with its form of ids and its own duplicates;
2. `roster.own(world.orders)` and the like give what happened to these people;
3. `roster.record_at(person, time)` gives the record an event is filed under;
4. return the roster, the ids of the orders and the planted faults as `SystemTruth`.

`world` is not touched: every system tells its part of one story.
"""
