#!/bin/sh
# Gives a film two sound tracks, three subtitles and three chapters: tracks.sh FROM TO
set -e
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT
subtitle() { printf '1\n00:00:01,000 --> 00:00:18,000\n%s\n' "$2" > "$folder/$1.srt"; }
subtitle full 'The sun comes up.'
subtitle signs '[Sign: East]'
subtitle turkish 'Güneş doğuyor.'
chapter() { printf '[CHAPTER]\nTIMEBASE=1/1000\nSTART=%s\nEND=%s\ntitle=%s\n' "$1" "$2" "$3"; }
{ echo ';FFMETADATA1'; chapter 0 4000 Opening; chapter 4000 14000 'Part A'; chapter 14000 20000 Credits; } > "$folder/chapters"
ffmpeg -v error -y -i "$1" -i "$folder/full.srt" -i "$folder/signs.srt" -i "$folder/turkish.srt" -i "$folder/chapters" \
  -map 0:v -map 0:a -map 0:a -map 1 -map 2 -map 3 -map_metadata 4 -map_chapters 4 -c copy -c:s srt -fflags +bitexact \
  -metadata:s:a:0 language=jpn -disposition:a:0 default \
  -metadata:s:a:1 language=eng -metadata:s:a:1 title='English dub' -disposition:a:1 0 \
  -metadata:s:s:0 language=eng -disposition:s:0 0 \
  -metadata:s:s:1 language=eng -metadata:s:s:1 title='Signs & Songs' -disposition:s:1 forced \
  -metadata:s:s:2 language=tur -disposition:s:2 0 \
  "$2"
