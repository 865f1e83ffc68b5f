/** The dialogs of a bot by their names. */
import type { DialogBook } from "../install/install.ts";
import { Form } from "./dialog.ts";

export class Forms implements DialogBook {
  readonly byName = new Map<string, Form>();

  add(name: string, form: object): () => void {
    if (form instanceof Form) this.byName.set(name, form as Form);
    return () => void this.byName.delete(name);
  }
}
