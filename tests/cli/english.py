"""Whether a text that should be Chinese has an English sentence in it. What is quoted - a plugin's own words, names, code, commands - is
no sentence of wpls."""
import re

SENTENCE = re.compile(r"\b[A-Za-z][a-z]*(?:[ ,:;]+[a-z']{2,}){3,}")  # four words in a row
QUOTED = re.compile(r"(`{3,}).*?\1|`[^`\n]*`|'[^'\n]*'|\"[^\"\n]*\"|https?://\S+|--[\w-]+(?:[ =][A-Z]\S*)?", re.S)
# What stands behind these words is the plugin's own, or another program's.
OTHERS = re.compile(r"(?:拒绝该配置|会忽略该错误|拒绝全局配置|拒绝该规则|拒绝整份配置|会 panic|错误|报告|编译器报告|输出)：.*")


def find_sentence(text):
    """The first one, or None."""
    found = SENTENCE.search(OTHERS.sub("", QUOTED.sub("", text)))
    return found and found.group(0)


def example_files(path):
    """A marker case's files without the lines that mark, and its flags."""
    parts, files, flags = re.split(r"^-- (.+?) --\n", path.read_text(encoding="utf-8"), flags=re.M), {}, []
    for name, text in zip(parts[1::2], parts[2::2]):
        if name == "flags":
            flags = text.split()
        elif not name.startswith("fixed "):
            files[name] = "\n".join(line for line in text.split("\n") if not re.match(r"\s*(//|#)\s*\^", line))
    return files, flags
