#!/bin/sh
# Asks the service about a badge: sh curl.sh https://certify.example 'HTTPS://CERTIFY.EXAMPLE/V/2KCE…'
# The answer is JSON, always with status 200: {"status":"valid","badge":{"shopName":…},…}
curl --silent --show-error --fail --get --data-urlencode "text=$2" "$1/api/v1/verify"
