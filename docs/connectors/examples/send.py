#!/usr/bin/env python3
"""Signs a JSON file as Standard Webhooks has it and posts it to a web hook connection.

    QUNLUO_HOOK=https://qunluo.example/hooks/Ab3dE6gH9k QUNLUO_SECRET=whsec_… ./send.py group-tool.json
"""
import base64, hashlib, hmac, os, sys, time, urllib.request, uuid

secret = base64.b64decode(os.environ["QUNLUO_SECRET"].removeprefix("whsec_"))
body = open(sys.argv[1], "rb").read()
message_id = os.environ.get("MESSAGE_ID", f"msg_{uuid.uuid4().hex}")
timestamp = str(int(time.time()))
signed = f"{message_id}.{timestamp}.".encode() + body
signature = base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()
request = urllib.request.Request(
    os.environ["QUNLUO_HOOK"],
    data=body,
    headers={
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": f"v1,{signature}",
    },
)
with urllib.request.urlopen(request, timeout=10) as answer:
    print(answer.status)
