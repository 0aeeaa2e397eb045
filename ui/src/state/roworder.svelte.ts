// The order of the list: the sort the person chose. In a list that was touched, rows stay until the person asks.
import type { StreamRow } from "../wire";
import { store, stored } from "./storage";
import { inOrder, noRows, settle, sorts, type Order, type Sort } from "./order";
import type { Rows } from "./searchstate";

export class RowOrder {
  sort = $state<Sort>(sorts.find((sort) => sort === stored("sort")) ?? "best");
  private order = $state.raw<Order>(noRows);

  constructor(
    private readonly rows: () => Rows,
    /** Codes of the languages the person likes, best first. */
    private readonly languages: () => readonly string[],
  ) {}

  /** How many rows would stand higher if the list were put in order now. */
  better = $derived(this.order.better);
  ordered = $derived.by(() => {
    const rows = this.rows();
    const list: StreamRow[] = [];
    for (const id of this.order.ids) {
      const row = rows.get(id);
      if (row) list.push(row);
    }
    return list;
  });

  /** After rows arrived or changed; a list that was touched keeps its rows in place. */
  settle(touched: boolean) {
    this.order = settle(this.order, this.rows(), this.sort, touched, this.languages());
  }

  /** Puts the list in order now. */
  apply() {
    this.order = inOrder(this.rows(), this.sort, this.languages());
  }

  sortBy(sort: Sort) {
    this.sort = sort;
    store("sort", sort);
    this.apply();
  }

  clear() {
    this.order = noRows;
  }
}
