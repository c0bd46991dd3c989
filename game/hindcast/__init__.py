"""How close the model comes to the record: many worlds under the record's orders, scored against what happened."""
