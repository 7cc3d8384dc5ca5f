#!/usr/bin/env bash
# Whether the embedded AWS on a port of this container says that it is well. Asked every second, so it starts no Node:
# that would take more of the processor than what is asked.
exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
printf 'GET /_testbed/health HTTP/1.0\r\n\r\n' >&3
read -r _ status _ <&3
[ "$status" = 200 ]
