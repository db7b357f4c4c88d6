"""Files on disk: where ours lie, reading what a user gave, writing what a user keeps."""
