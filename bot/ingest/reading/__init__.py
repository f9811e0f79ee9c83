"""READS documents: the bytes of a feed, a page or a text go in, briefs come out, without tails and foreign markup.

Pure: no network, no storage, no clock but to refuse absurd dates. Begins in `reader`; whatever comes in, nothing but
UnreadableDocument comes out besides a Document.
"""
