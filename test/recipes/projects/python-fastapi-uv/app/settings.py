from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    default_harbour: str = "Cuxhaven"


settings = Settings()
