"""Scores translations with sacrebleu, NLTK and jieba: JSON `[[translation, label], …]` in, a list of scores out."""

import json
import logging
import sys

import jieba
import sacrebleu
from nltk.translate.meteor_score import single_meteor_score
from nltk.translate.nist_score import sentence_nist


class NoSynonyms:
    """Stands for WordNet, which would have to be downloaded."""

    def synsets(self, word: str) -> list:
        return []


def words(text: str) -> list[str]:
    return [word for word in jieba.cut(text) if word.strip()]


def nist(label: list[str], translation: list[str]) -> float | None:
    try:
        return sentence_nist([label], translation)
    except ZeroDivisionError:
        return None


def scores(translation: str, label: str) -> dict:
    translated, expected = words(translation), words(label)
    return {
        "metric": {
            "sacrebleu": sacrebleu.sentence_bleu(" ".join(translated), [" ".join(expected)]).score,
            "meteor": single_meteor_score(expected, translated, wordnet=NoSynonyms()),
            "nist": nist(expected, translated),
        },
        "translation_tokens": translated,
        "label_tokens": expected,
    }


jieba.setLogLevel(logging.ERROR)
json.dump([scores(*pair) for pair in json.load(sys.stdin)], sys.stdout)
