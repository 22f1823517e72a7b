"""The wall of a room: what a hall sees on the projector, and the facilitator's keys."""
