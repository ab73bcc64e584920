"""Prints the rows of a directory as Hugging Face datasets sees it: for each its id, file, offset and duration in JSON.

python audiofolder.py CACHE DIR
"""

import json
import sys

import datasets

datasets.disable_progress_bars()
folder = datasets.load_dataset("audiofolder", data_dir=sys.argv[2], split="train", cache_dir=sys.argv[1])
for row in folder.cast_column("audio", datasets.Audio(decode=False)):
    print(json.dumps({key: row["audio"]["path"] if key == "audio" else row[key] for key in row}))
