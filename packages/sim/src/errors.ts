/** The server's errors: thrown anywhere below a route, written by the router as the server writes them. */
import { ErrorId } from "@matterwright/protocol";

/** An error with the server's id, its English message and the HTTP status. */
export class AppError extends Error {
  override name = "AppError";
  readonly id: string;
  readonly status: number;

  constructor(id: string, message: string, status: number) {
    super(message);
    this.id = id;
    this.status = status;
  }
}

export const refuse = {
  session: () => new AppError(ErrorId.sessionExpired, "Invalid or expired session, please login again.", 401),
  permission: () => new AppError(ErrorId.noPermission, "You do not have the appropriate permissions.", 403),
  urlParam: (name: string) =>
    new AppError(ErrorId.invalidUrlParam, `Invalid or missing ${name} parameter in request URL.`, 400),
  bodyParam: (name: string) =>
    new AppError(ErrorId.invalidBodyParam, `Invalid or missing ${name} in request body.`, 400),
  payload: () => new AppError("api.payload.parse.error", "An error occurred while parsing the payload.", 400),
  param: (name: string) => new AppError(ErrorId.invalidParam, `Invalid ${name} parameter.`, 400),
  postMissing: () => new AppError(ErrorId.postMissing, "Unable to get the post.", 404),
  channelMissing: (id: string) =>
    new AppError(ErrorId.channelMissing, `Unable to find the existing channel ${id}.`, 404),
  userMissing: () => new AppError("app.user.missing_account.const", "Unable to find the user.", 404),
  teamMissing: () => new AppError("app.team.get.find.app_error", "Unable to find the existing team.", 404),
  unlicensed: (id: string, message: string) => new AppError(id, message, 501),
};
