#!/bin/sh
# description: Tells how full the disk is, as any program may
echo '```'
df -h . | tail -n 1 | awk '{ print $4 " of " $2 " are free" }'
echo '```'
