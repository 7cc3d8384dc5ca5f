"""pycognito, which signs in by SRP, against a pool that boto3 makes."""

import boto3
from pycognito import Cognito

client = boto3.client("cognito-idp")
pool = client.create_user_pool(PoolName="people")["UserPool"]["Id"]
app = client.create_user_pool_client(
    UserPoolId=pool,
    ClientName="app",
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]["ClientId"]
client.sign_up(ClientId=app, Username="ada", Password="Passw0rd!")
client.admin_confirm_sign_up(UserPoolId=pool, Username="ada")

person = Cognito(pool, app, username="ada", boto3_client_kwargs={"endpoint_url": client.meta.endpoint_url})
try:
    person.authenticate(password="wrong")
    raise AssertionError("a wrong password was taken")
except client.exceptions.NotAuthorizedException:
    pass
