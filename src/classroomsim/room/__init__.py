"""A group session: a hall of colleagues plays a scenario, by hands, by paper or by phones."""
