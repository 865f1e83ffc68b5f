/** Lets one of several starts install while the others wait. A lock whose owner is gone is taken over. Used by install.cjs only. */
"use strict";

const fs = require("fs");

const LOOK_AGAIN_MS = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function take(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return false;
  }
}

function ownerOf(file) {
  try {
    return { pid: parseInt(fs.readFileSync(file, "utf8"), 10), ageMs: Date.now() - fs.statSync(file).mtimeMs };
  } catch {
    return undefined;
  }
}

/** Written and not yet filled is not abandoned: hence the age. */
function removeAbandoned(file) {
  const owner = ownerOf(file);
  if (!owner || (owner.pid ? isAlive(owner.pid) : owner.ageMs < 5000)) return;
  fs.unlinkSync(file);
}

/** Calls back with an error, or with the function that gives the lock back. */
exports.hold = function hold(file, done, hasTold) {
  try {
    if (take(file)) return done(undefined, () => fs.unlinkSync(file));
    removeAbandoned(file);
  } catch (error) {
    if (error.code !== "ENOENT") return done(error);
  }
  if (!hasTold) process.stderr.write("Another start is installing the packages; waiting for it.\n");
  setTimeout(() => hold(file, done, true), LOOK_AGAIN_MS);
};
