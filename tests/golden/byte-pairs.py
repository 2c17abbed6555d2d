"""Writes byte-pairs.tokenizer.json and byte-pairs.json: a small byte-level BPE, and what the
tokenizers of Hugging Face make of some texts with it.

    pip install tokenizers==0.23.3
    python tests/golden/byte-pairs.py

To train one on a text of your own, for the dataset "text-file":

    python tests/golden/byte-pairs.py wiki.train.txt 512 tokenizer.json
"""

import json
import sys
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

HERE = Path(__file__).parent
VOCABULARY = 400

TEXTS = [
    "There was once a town on the edge of the marsh, and the town had a map.",
    " = Homarus gammarus = \n \n Homarus gammarus , known as the European lobster , is <unk> . \n",
    "It's what we'll see; they've said I'm 1,234.5 years old -- didn't they?",
    "  two spaces,\ttabs\t\tand\n\n\nempty lines\r\nand the other line end",
    "Zażółć gęślą jaźń: naïve café, Ελληνικά, 日本語のテキスト, 한국어 and \U0001f40d\U0001f469\u200d\U0001f680.",
    "no-break\u00a0space, thin\u2009space, zero\u200bwidth, \u0301combining, \ufeffmark, \u0085next",
    "</s>ends</s> and < /s> does not",
    "x" * 50 + " " * 20 + "y",
    "",
    "\n",
]


def train(lines, vocabulary):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=["</s>"],
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def lines_of(text):
    """Lines with their ends, as the rows of a data set."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def main():
    if len(sys.argv) > 1:
        path, vocabulary, out = sys.argv[1:]
        text = Path(path).read_bytes().decode("utf-8")
        train(lines_of(text), int(vocabulary)).save(out)
        return
    source = (HERE / "../../src/datasets/built-in-text.ts").read_text(encoding="utf-8")
    tokenizer = train(lines_of(source.split("= `")[1].split("`")[0].strip()), VOCABULARY)
    tokenizer.save(str(HERE / "byte-pairs.tokenizer.json"), pretty=False)
    known = [
        {"text": text, "tokens": [id for line in lines_of(text) for id in tokenizer.encode(line).ids]}
        for text in TEXTS
    ]
    versions = {"tokenizers": tokenizers.__version__}
    with open(HERE / "byte-pairs.json", "w", encoding="utf-8") as file:
        json.dump({"versions": versions, "texts": known}, file, ensure_ascii=True)


main()
