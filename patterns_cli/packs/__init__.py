"""The pack format: YAML files to checked records, and back."""
