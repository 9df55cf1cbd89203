"""The words: records, ids, closed choices, errors and ports. Imports nothing of ours."""
