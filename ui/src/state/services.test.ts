import { expect, it } from "vitest";
import { settingsView } from "../testing/settings";
import { servicesOf } from "./services";

const service = (name: string, signedIn: boolean) => ({
  name,
  label: name.toUpperCase(),
  unavailable: null,
  tokenPage: null,
  signedIn,
  account: null,
});

it("names the services one can use in the person's order", () => {
  const services = servicesOf({
    ...settingsView(),
    order: ["b", "gone", "c", "a"],
    services: [service("a", true), service("b", true), service("c", false)],
  });
  expect(services.usable.map(({ name }) => name)).toEqual(["b", "a"]);
  expect([services.signedIn, services.label("c"), services.label("other")]).toEqual([true, "C", "other"]);
});

it("sends nobody to sign in before the settings are known", () => {
  expect(servicesOf(null)).toMatchObject({ signedIn: true, usable: [], order: [] });
  expect(servicesOf(settingsView()).signedIn).toBe(false);
});
