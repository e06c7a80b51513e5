"""How a simulated registry says no: one exception, caught once, and the standard words of every result code."""

from epp_gateway.model.extensions import Extension
from epp_gateway.model.responses import ExtValue, Result

# RFC 5730 section 3: the English texts belong to the protocol.
MESSAGES = {
    1000: "Command completed successfully",
    1001: "Command completed successfully; action pending",
    1300: "Command completed successfully; no messages",
    1301: "Command completed successfully; ack to dequeue",
    1500: "Command completed successfully; ending session",
    2000: "Unknown command",
    2001: "Command syntax error",
    2002: "Command use error",
    2003: "Required parameter missing",
    2004: "Parameter value range error",
    2005: "Parameter value syntax error",
    2100: "Unimplemented protocol version",
    2101: "Unimplemented command",
    2102: "Unimplemented option",
    2103: "Unimplemented extension",
    2104: "Billing failure",
    2105: "Object is not eligible for renewal",
    2106: "Object is not eligible for transfer",
    2200: "Authentication error",
    2201: "Authorization error",
    2202: "Invalid authorization information",
    2300: "Object pending transfer",
    2301: "Object not pending transfer",
    2302: "Object exists",
    2303: "Object does not exist",
    2304: "Object status prohibits operation",
    2305: "Object association prohibits operation",
    2306: "Parameter value policy error",
    2307: "Unimplemented object service",
    2308: "Data management policy violation",
    2400: "Command failed",
    2500: "Command failed; server closing connection",
    2501: "Authentication error; server closing connection",
    2502: "Session limit exceeded; server closing connection",
}


class Refused(Exception):
    """The registry refuses a command.

    Attributes:
        code: the result code.
        reason: for people; stands in extValue.
        value: the offending value as text, empty where none stands out.
        message: the result's words, where the registry uses others than the standard's.
        extensions: what the response carries beside.
    """

    def __init__(
        self,
        code: int,
        reason: str,
        *,
        value: str = "",
        message: str | None = None,
        extensions: tuple[Extension, ...] = (),
    ) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason
        self.value = value
        self.message = message
        self.extensions = extensions

    @property
    def result(self) -> Result:
        """The result element that tells it."""
        words = self.message or MESSAGES[self.code]
        return Result(code=self.code, message=words, ext_values=(ExtValue(value=self.value, reason=self.reason),))
