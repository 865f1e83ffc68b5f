/** What a text means, as data. Made by `blocks.ts` and `inline.ts`, turned into elements by `view/rich.ts`; it never holds HTML. */

export type Inline =
  | { readonly kind: "text" | "code"; readonly text: string }
  | { readonly kind: "strong" | "emphasis" | "strike"; readonly inside: readonly Inline[] }
  | { readonly kind: "link"; readonly href: string; readonly inside: readonly Inline[] }
  | { readonly kind: "mention" | "channel"; readonly name: string }
  | { readonly kind: "emoji"; readonly name: string; readonly sign: string }
  | { readonly kind: "break" };

export type Block =
  | { readonly kind: "paragraph"; readonly inside: readonly Inline[] }
  | { readonly kind: "heading"; readonly level: number; readonly inside: readonly Inline[] }
  | { readonly kind: "code"; readonly language: string; readonly text: string }
  | { readonly kind: "quote"; readonly blocks: readonly Block[] }
  | { readonly kind: "list"; readonly start: number | undefined; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: "table"; readonly head: Row; readonly rows: readonly Row[]; readonly align: readonly Align[] }
  | { readonly kind: "rule" };

export type Row = readonly (readonly Inline[])[];
export type Align = "start" | "center" | "end";
