"""The rules of the words guard, by what they know."""
