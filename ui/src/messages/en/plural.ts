// One or many, with the figure.
import { count } from "../../format";

export const s = (n: number, one: string, many = `${one}s`) => `${count(n)} ${n === 1 ? one : many}`;
