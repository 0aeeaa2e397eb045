// Türkçede sayıdan sonra çoğul eki gelmez.
import { count } from "../../format";

export const s = (n: number, one: string) => `${count(n)} ${one}`;
