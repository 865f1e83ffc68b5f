/**
 * Brings the packages in line with package-lock.json. Called by launch.cjs on every start, so the usual answer, "nothing to do", costs two
 * looks at the disk. Never removes packages that somebody else may be running from: it installs over what is there.
 */
"use strict";

const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const lock = require("./lock.cjs");
const npm = require("./npm.cjs");
const trouble = require("./trouble.cjs");

const STAMP = ".installed-from";
/** What all packages take. npm does not always say that the disk was full, and gives back what it took: so this is asked before. */
const NEEDED_BYTES = 330e6;
/** A registry that is away shall be told in seconds, not in npm's minutes. */
const PATIENCE = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"];

function placesIn(root) {
  const modules = path.join(root, "node_modules");
  return {
    root,
    modules,
    lockfile: path.join(root, "package-lock.json"),
    stamp: path.join(modules, STAMP),
    node: path.join(modules, "node", "bin", process.platform === "win32" ? "node.exe" : "node"),
  };
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Not by `recursive`, which on a read-only disk says that something is missing. */
function makeFolder(folder) {
  try {
    fs.mkdirSync(folder);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
  }
}

/** Old Nodes cannot tell: then there is enough. */
function roomIn(root) {
  if (!fs.statfsSync) return Infinity;
  const { bavail, bsize } = fs.statfsSync(root);
  return bavail * bsize;
}

/** First line: size and time of the lockfile, quick to compare. Second: what it said, for a lockfile that was only touched. */
function stampOf(places) {
  const { size, mtimeMs } = fs.statSync(places.lockfile);
  const hash = () => crypto.createHash("sha256").update(fs.readFileSync(places.lockfile)).digest("hex");
  return { quick: size + " " + mtimeMs, hash };
}

function isCurrent(places) {
  const stamp = (read(places.stamp) || "").split("\n");
  if (stamp.length < 2) return false;
  const now = stampOf(places);
  if (stamp[0] === now.quick) return true;
  if (stamp[1] !== now.hash()) return false;
  writeStamp(places);
  return true;
}

function writeStamp(places) {
  const { quick, hash } = stampOf(places);
  const fresh = places.stamp + "." + process.pid;
  try {
    fs.writeFileSync(fresh, quick + "\n" + hash() + "\n");
    fs.renameSync(fresh, places.stamp);
  } catch {
    // Without a stamp the next start looks again; that is all.
  }
}

/** Calls back with a trouble, or with the path of the Node to go on with. */
exports.ensure = function ensure(root, done) {
  const places = placesIn(root);
  const ready = () => fs.existsSync(places.node) && isCurrent(places);
  try {
    if (ready()) return done(undefined, places.node);
    makeFolder(places.modules);
    const room = roomIn(root);
    if (!fs.existsSync(places.node) && room < NEEDED_BYTES) return done(trouble.noRoom(room, root));
    lock.hold(path.join(places.modules, ".installing"), (failure, release) => {
      const finish = (problem) => {
        if (release) release();
        done(problem, places.node);
      };
      if (failure) return finish(trouble.ofDisk(failure, root));
      if (ready()) return finish();
      install(places, finish);
    });
  } catch (error) {
    done(trouble.ofDisk(error, root));
  }
};

function install(places, done) {
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=http", "--include=dev"].concat(PATIENCE);
  npm.run(places, { args, doing: "Installing packages", answerWithinMs: 60000 }, (problem) => {
    if (problem) return done(problem);
    if (fs.existsSync(places.node)) return finished();
    // Install scripts are switched off on this machine, and the package `node` fetches its program in one.
    const repair = ["rebuild", "node", "--ignore-scripts=false", "--loglevel=error"];
    npm.run(places, { args: repair, doing: "Fetching Node" }, (failure) => {
      if (failure) return done(failure);
      if (fs.existsSync(places.node)) return finished();
      done(trouble.noNode(places.node));
    });
  });

  function finished() {
    writeStamp(places);
    done();
  }
}
