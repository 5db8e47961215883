"""Packs as folders of files: taken in, written, begun anew."""
