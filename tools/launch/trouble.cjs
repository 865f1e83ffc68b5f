/** One plain sentence for what can go wrong before anything runs. Pure: reads what npm or the disk said, prints nothing. */
"use strict";

const PASSING = 75;
const SETTING = 78;

const UNREACHABLE =
  /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|EIDLETIMEOUT)\b/;

/** A plain sentence, then npm's own words for those who want them. */
exports.ofNpm = function ofNpm(said, root) {
  const disk = /\b(ENOSPC|EDQUOT|EROFS|EACCES|EPERM)\b/.exec(said);
  if (disk) return exports.ofDisk({ code: disk[1] }, root);
  const network = UNREACHABLE.exec(said);
  if (network) {
    const host = /https?:\/\/([^/\s:@]+)/.exec(said);
    const sentence =
      "The package registry" +
      (host ? " " + host[1] : "") +
      " cannot be reached (" +
      network[1] +
      "): check the network or proxy and start again.";
    return { sentence, exitCode: PASSING };
  }
  const lines = said.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("npm http"));
  return { sentence: "npm could not install the packages:\n" + lines.slice(-12).join("\n"), exitCode: 1 };
};

exports.unanswered = function unanswered() {
  return {
    sentence: "The package registry takes calls and does not answer: check the network or proxy and start again.",
    exitCode: PASSING,
  };
};

exports.noRoom = function noRoom(bytes, root) {
  const left = Math.round(bytes / 1e6);
  return {
    sentence:
      "The disk is full: the packages need about 330 MB in " +
      root +
      ", and " +
      left +
      " MB are left; make room and start again.",
    exitCode: PASSING,
  };
};

exports.ofDisk = function ofDisk(error, root) {
  if (error.code === "ENOSPC" || error.code === "EDQUOT")
    return {
      sentence: "The disk is full: the packages need about 330 MB in " + root + "; make room and start again.",
      exitCode: PASSING,
    };
  if (error.code === "EROFS" || error.code === "EACCES" || error.code === "EPERM")
    return {
      sentence:
        "The folder " +
        root +
        " cannot be written to (" +
        error.code +
        "): clone into a folder of your own, or change its owner.",
      exitCode: SETTING,
    };
  return { sentence: "The packages cannot be installed: " + (error.message || error.code), exitCode: 1 };
};

exports.ofSpawn = function ofSpawn(error) {
  if (error.code === "ENOENT")
    return { sentence: "npm was not found: install it together with Node from https://nodejs.org.", exitCode: SETTING };
  return { sentence: "npm cannot be run: " + error.message, exitCode: SETTING };
};

exports.noNode = function noNode(file) {
  return {
    sentence:
      "The packages are there, but Node 24 is not (" +
      file +
      "): allow the install script of the package `node` and start again.",
    exitCode: SETTING,
  };
};
