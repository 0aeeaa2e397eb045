/* Paints what stands behind a title into one flat picture. Laid over each other by the page, the same layers would be
   blended anew with every row that changes above them. */

export type Size = { width: number; height: number };

export type Layers = {
  /** Behind all, and what the picture fades into. */
  ground: Colour;
  /** Over all: takes colour away where the scheme is light. */
  veil: Colour;
  /** Its colours tint the ground. */
  tint: HTMLImageElement | null;
  picture: HTMLImageElement | null;
  /** How much of the picture shows: 0 to 1. */
  strength: number;
};

/** Red, green and blue to 255, opacity to 1. */
export type Colour = readonly [number, number, number, number];

/** `rgb(11, 12, 16)`, `rgba(245, 244, 241, 0.62)`: as a computed style says it. */
export function colourOf(style: string): Colour {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (style.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
}

const ink = ([red, green, blue, own]: Colour, alpha = own) => `rgb(${red} ${green} ${blue} / ${alpha})`;

export function paint(canvas: HTMLCanvasElement, { ground, veil, tint, picture, strength }: Layers): void {
  const context = canvas.getContext("2d", { alpha: false });
  if (!context) return;
  const { width, height } = canvas;
  const fill = (style: string | CanvasGradient) => {
    context.fillStyle = style;
    context.fillRect(0, 0, width, height);
  };
  context.globalAlpha = 1;
  fill(ink(ground));
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  const colours = tint && blurred(tint);
  if (colours) {
    context.globalAlpha = 0.34;
    context.drawImage(colours, 0, 0, width, height);
  }
  const masked = picture && fadingIn(picture, canvas);
  if (masked) {
    context.globalAlpha = strength;
    context.drawImage(masked, 0, 0);
  }
  context.globalAlpha = 0.94;
  const upwards = context.createLinearGradient(0, height, 0, 0);
  upwards.addColorStop(0.04, ink(ground, 1));
  upwards.addColorStop(0.76, ink(ground, 0));
  fill(upwards);
  const rightwards = context.createLinearGradient(0, 0, width, 0);
  rightwards.addColorStop(0, ink(ground, 0.78));
  rightwards.addColorStop(0.64, ink(ground, 0));
  fill(rightwards);
  fill(ink(veil));
}

/** A picture drawn onto a few pixels is, stretched again, its own blur: no filter, no reading of pixels. */
function blurred(picture: HTMLImageElement): HTMLCanvasElement | null {
  const [small, context] = sheet({ width: 6, height: 4 });
  context?.drawImage(picture, 0, 0, 6, 4);
  return context && small;
}

/** The picture over the whole canvas, weaker to the left, where the words stand. */
function fadingIn(picture: HTMLImageElement, size: Size): HTMLCanvasElement | null {
  const [whole, context] = sheet(size);
  if (!context) return null;
  const cut = cover({ width: picture.naturalWidth, height: picture.naturalHeight }, size);
  context.drawImage(picture, cut.x, cut.y, cut.width, cut.height, 0, 0, size.width, size.height);
  const mask = context.createLinearGradient(0, 0, size.width, 0);
  mask.addColorStop(0, "rgb(0 0 0 / 0.42)");
  mask.addColorStop(0.58, "rgb(0 0 0)");
  context.globalCompositeOperation = "destination-in";
  context.fillStyle = mask;
  context.fillRect(0, 0, size.width, size.height);
  return whole;
}

/** The part of a picture that fills `target` in its own proportions: its middle, and rather its top than its bottom. */
export function cover(picture: Size, target: Size): Size & { x: number; y: number } {
  const scale = Math.max(target.width / picture.width, target.height / picture.height);
  const [width, height] = [target.width / scale, target.height / scale];
  return { x: (picture.width - width) * 0.5, y: (picture.height - height) * 0.25, width, height };
}

function sheet({ width, height }: Size): [HTMLCanvasElement, CanvasRenderingContext2D | null] {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (context) context.imageSmoothingQuality = "high";
  return [canvas, context];
}
