#!/usr/bin/env python3
"""Drives a rig from another language: lays a card, breaks the reader's line, heals it. Standard library only.

    npm run rig -- serve rig/examples/desk.json     prints: control http://127.0.0.1:PORT/
    python3 rig/examples/lay-break-heal.py http://127.0.0.1:PORT/
"""
import json
import sys
import urllib.request

if len(sys.argv) != 2:
    print("usage: python3 lay-break-heal.py http://127.0.0.1:PORT/", file=sys.stderr)
    sys.exit(2)
ADDRESS = sys.argv[1]


def ask(path, action=None):
    data = None if action is None else json.dumps(action).encode()
    request = urllib.request.Request(ADDRESS + path, data, {"content-type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def act(**action):
    return ask("rig/actions", action)


card = ask("rig/state")["cards"][0]["id"]
laid = act(do="lay", card=card)
print("laid:", [each["id"] for each in laid["cards"] if each["onReader"]])
print("yen on it:", ask("rig/cards/" + card)["balanceYen"])
print("line broken:", not act(do="reader", action="unplug")["reader"]["plugged"])
print("line healed:", act(do="reader", action="plug-in")["reader"]["plugged"])
print("lifted:", not any(each["onReader"] for each in act(do="lift")["cards"]))
