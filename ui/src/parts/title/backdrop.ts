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

/** Over the ground, two passes: the picture, and all that lies over it, which is smooth and so is painted at half the size. */
export function paint(canvas: HTMLCanvasElement, layers: Layers): void {
  const context = canvas.getContext("2d", { alpha: false });
  const { width, height } = canvas;
  const over = overlay(layers, { width: Math.ceil(width / 2), height: Math.ceil(height / 2) });
  if (!context || !over) return;
  context.imageSmoothingEnabled = true;
  const { picture } = layers;
  if (picture) {
    // A picture may have holes.
    context.fillStyle = ink(layers.ground);
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "medium";
    const cut = cover({ width: picture.naturalWidth, height: picture.naturalHeight }, { width, height });
    context.drawImage(picture, cut.x, cut.y, cut.width, cut.height, 0, 0, width, height);
  }
  context.imageSmoothingQuality = "low";
  context.drawImage(over, 0, 0, width, height);
}

/** What lies over the picture: weaker to the right and above, where it lets the picture through. Opaque without one. */
function overlay({ ground, veil, tint, picture, strength }: Layers, size: Size): HTMLCanvasElement | null {
  const [small, context] = sheet(size);
  if (!context) return null;
  const { width, height } = size;
  const fill = (style: string | CanvasGradient) => {
    context.fillStyle = style;
    context.fillRect(0, 0, width, height);
  };
  fill(ink(ground));
  const colours = tint && blurred(tint);
  if (colours) {
    context.globalAlpha = 0.34;
    context.drawImage(colours, 0, 0, width, height);
    context.globalAlpha = 1;
  }
  if (picture) {
    const hole = context.createLinearGradient(0, 0, width, 0);
    hole.addColorStop(0, `rgb(0 0 0 / ${0.42 * strength})`);
    hole.addColorStop(0.58, `rgb(0 0 0 / ${strength})`);
    context.globalCompositeOperation = "destination-out";
    fill(hole);
    context.globalCompositeOperation = "source-over";
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
  return small;
}

/** A picture drawn onto a few pixels is, stretched again, its own blur: no filter, no reading of pixels. */
function blurred(picture: HTMLImageElement): HTMLCanvasElement | null {
  const [small, context] = sheet({ width: 6, height: 4 });
  context?.drawImage(picture, 0, 0, 6, 4);
  return context && small;
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
