#!/bin/sh
# Draws sunrise.mkv from nothing but arithmetic: a sun coming up behind hills, three bodies around it, a soft chord.
# Needs ffmpeg with libvpx and libopus; about a minute on one core. Output: 20 s, 640x360, VP9 + Opus in Matroska.
set -eu
out="${1:-$(dirname "$0")/sunrise.mkv}"

# p: how far the sun is up, 0..1, eased. d: distance from the sun's middle. v: how much of a hill covers the point.
p="(0.5-0.5*cos(PI*min(T/16,1)))"
sy="(292-150*$p)"
d="hypot(X-320,Y-$sy)"
sun="clip(47-$d,0,1)"
glow="exp(-$d/(60+60*$p))"
sky="(Y/360)"
far="clip(Y-(272+14*sin(X/61)+9*sin(X/23+2)),0,1)"
near="clip(Y-(306+17*sin(X/97+4)+7*sin(X/31)),0,1)"
body() { # distance px, radius px, seconds a turn, phase
  echo "clip($2+0.5-hypot(X-(320+$1*cos(2*PI*T/$3+$4)),Y-($sy+$1*0.34*sin(2*PI*T/$3+$4)-$1*0.2*cos(2*PI*T/$3+$4))),0,1)"
}
b1="$(body 92 5 5 0)"; b2="$(body 146 9 9 2.1)"; b3="$(body 214 6 14 4.2)"
star="gt(mod(abs(sin(floor(X/2)*12.9898+floor(Y/2)*78.233))*43758.5,1),0.9982)*(1-$p)*(1-$sky)*190"
over() { # base, sun, body1, body2, body3, far hill, near hill
  echo "st(0,$1);st(0,ld(0)*(1-$b3)+$5*$b3);st(0,ld(0)*(1-$b2)+$4*$b2);st(0,ld(0)*(1-$b1)+$3*$b1);st(0,ld(0)*(1-$sun)+$2*$sun);st(0,ld(0)*(1-$far)+($6)*$far);clip(ld(0)*(1-$near)+($7)*$near,0,255)"
}
r="$(over "14+(40+150*$p)*$sky+170*$glow+$star" 255 226 120 240 "26+46*$p" "12+16*$p")"
g="$(over "16+(26+70*$p)*$sky+40*$p+104*$glow+$star" 226 170 176 190 "22+26*$p" "12+10*$p")"
b="$(over "44+(40+30*$p)*$sky+52*$p+50*$glow+$star" 168 120 214 150 "46+34*$p" "26+16*$p")"

ffmpeg -y -hide_banner -loglevel error \
  -f lavfi -i "color=black:s=640x360:r=24:d=20,format=gbrp,geq=r='$r':g='$g':b='$b',noise=alls=2:allf=t,format=yuv420p" \
  -f lavfi -i "aevalsrc=exprs='0.10*(sin(2*PI*110*t)+0.7*sin(2*PI*164.81*t+0.4*sin(0.9*t))+0.5*sin(2*PI*220*t)*(0.6+0.4*sin(0.7*t))+0.35*sin(2*PI*277.18*t)*(0.5+0.5*sin(0.5*t)))*min(t/3\,1)*min((20-t)/3\,1)|0.10*(sin(2*PI*110.3*t)+0.7*sin(2*PI*164.6*t+0.4*sin(1.1*t))+0.5*sin(2*PI*220.4*t)*(0.6+0.4*cos(0.7*t))+0.35*sin(2*PI*277.5*t)*(0.5+0.5*cos(0.5*t)))*min(t/3\,1)*min((20-t)/3\,1)':s=48000:d=20" \
  -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact \
  -c:v libvpx-vp9 -b:v 115k -crf 34 -row-mt 1 -deadline good -cpu-used 2 -g 48 \
  -c:a libopus -b:a 32k -t 20 -cluster_time_limit 2000 "$out"
