"""DELIVERS: planned briefs become deliveries, and due deliveries become messages handed to a `Sender`.

Knows no Telegram library: what came of a send reaches it as one of the outcomes in `outcomes`.
"""
