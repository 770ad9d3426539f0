"""The main job walked from start to end over HTTP, through the pages a person would use."""
