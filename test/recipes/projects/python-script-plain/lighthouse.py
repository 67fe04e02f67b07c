def flash() -> str:
    return "two flashes every ten seconds"
