"""Sorts mails by naive Bayes over their words. Reads questions and writes answers, a line of JSON each."""
import argparse
import collections
import csv
import json
import math
import re
import sys

parser = argparse.ArgumentParser()
parser.add_argument("--rows", type=int, required=True, help="how many rows of train.csv to learn from")
rows = parser.parse_args().rows


def words(text):
    return re.findall(r"[a-z]+", text.lower())


counts = collections.defaultdict(collections.Counter)
with open("train.csv", newline="") as file:
    for row in list(csv.DictReader(file))[:rows]:
        counts[row["label"]].update(words(row["text"]))
vocabulary = set().union(*counts.values())


def score(label, text):
    total = sum(counts[label].values()) + len(vocabulary)
    return sum(math.log((counts[label][word] + 1) / total) for word in words(text) if word in vocabulary)


for line in sys.stdin:
    question = json.loads(line)
    # To ask a real model, call it here with question["prompt"].
    answer = max(counts, key=lambda label: score(label, question["prompt"]))
    print(json.dumps({"id": question["id"], "text": answer}), flush=True)
