"""SPEAKS Telegram: updates come in, commands and buttons become storage's verbs, texts and pushes go out.

The only room that imports `telegram`. A handler translates: it parses, asks storage once, and answers with a text.
"""
