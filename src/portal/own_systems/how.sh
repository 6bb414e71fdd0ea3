b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
now=$(date +%s)
header=$(printf '%s' '{"alg":"RS256","kid":"@kid@"}' | b64)
claims=$(printf '{"aud":"@issuer@","iss":"@client@","scope":"@scope@","iat":%s,"exp":%s,"jti":"%s",
"authorization_details":[{"type":"urn:altinn:systemuser","systemuser_org":
{"authority":"iso6523-actorid-upis","ID":"0192:@organization@"}}]}' \
  "$now" "$((now + 100))" "$(openssl rand -hex 16)" | b64)
signature=$(printf '%s.%s' "$header" "$claims" | openssl dgst -sha256 -sign @file@ | b64)
curl -sS @issuer@token \
  -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer \
  -d assertion="$header.$claims.$signature"
