"""The page kit and what every cabinet stands on: keys, ciphers, encrypted fields, text folding, transactions."""
