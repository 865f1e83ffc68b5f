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
    fs.mkdirSync(places.modules, { recursive: true });
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
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--include=dev"];
  npm.run(places, { args, doing: "Installing packages" }, (problem) => {
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
