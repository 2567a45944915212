# Certify as one container: docker build -t certify .
# Needs three settings and one volume (README, "Going to production"). Any official .NET image will do as the base: nothing here asks for a distribution.
FROM node:20-slim AS node

# A font for the rare characters that Noto Sans SC lacks (𠮷). TrueType, free licence; only the file is taken along.
FROM debian:stable-slim AS fonts
RUN apt-get update && apt-get install -y --no-install-recommends fonts-hanazono

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
# Packages first: a change of code doesn't fetch them again.
COPY global.json .editorconfig BannedSymbols.txt Directory.Build.props Directory.Packages.props ./
COPY src/Certify/Certify.csproj src/Certify/packages.lock.json src/Certify/
COPY src/Certify.Web/Certify.Web.csproj src/Certify.Web/packages.lock.json src/Certify.Web/
COPY src/Certify.Web/client/bundle.targets src/Certify.Web/client/
RUN dotnet restore src/Certify.Web --locked-mode
COPY src/Certify.Web/client/package.json src/Certify.Web/client/package-lock.json src/Certify.Web/client/.npmrc src/Certify.Web/client/
RUN cd src/Certify.Web/client && npm ci --ignore-scripts && touch node_modules/.certify-installed
COPY templates templates
COPY src src
RUN dotnet publish src/Certify.Web -c Release --no-restore -o /app
# Native libraries for two processors are wanted, not for Windows, macOS and a dozen others: 600 MB.
RUN find /app/runtimes -mindepth 1 -maxdepth 1 ! -name linux-x64 ! -name linux-arm64 ! -name unix -exec rm -r {} +

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
COPY --from=fonts /usr/share/fonts/truetype/hanazono/HanaMinB.ttf /app/fonts/
# The base image's own user, who owns nothing but the data.
RUN mkdir /data && chown $APP_UID /data
USER $APP_UID
WORKDIR /app
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Certify__DataDirectory=/data \
    Certify__FallbackFonts__0=/app/fonts/HanaMinB.ttf
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=6s --start-period=40s CMD ["dotnet", "Certify.Web.dll", "healthcheck"]
ENTRYPOINT ["dotnet", "Certify.Web.dll"]
