"""The conversation as a pure function: state, event and facts in; state, messages and effects out."""
