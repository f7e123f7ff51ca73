"""Call detail records of an Asterisk PBX, in whatever columns its options write."""
