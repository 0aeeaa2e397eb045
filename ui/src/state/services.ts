// The debrid services as the settings tell of them. Pure.
import type { ServiceInfo, SettingsView } from "../wire";

export type Services = {
  /** The names of all services, the one that is tried first first. */
  order: readonly string[];
  /** Those that are signed in, in that order. */
  usable: readonly ServiceInfo[];
  /** True until the settings are known: nobody is sent to sign in by a slow disk. */
  signedIn: boolean;
  /** What a service is called; its name where it is not known. */
  label: (name: string) => string;
};

export function servicesOf(view: SettingsView | null): Services {
  const all = view?.services ?? [];
  const order = view?.order ?? [];
  return {
    order,
    usable: order.flatMap((name) => all.find((one) => one.name === name && one.signedIn) ?? []),
    signedIn: view ? all.some((one) => one.signedIn) : true,
    label: (name) => all.find((one) => one.name === name)?.label ?? name,
  };
}
