/** Imported into the programs that `matterwright test` starts, so that tests of plugins find `matterwright`. It has that effect and no other. */
import { hookIntoImports } from "./imports.ts";

hookIntoImports();
