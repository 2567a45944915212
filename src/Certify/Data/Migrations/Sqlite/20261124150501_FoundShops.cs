using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FoundShops : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "FoundBy",
                table: "Shops",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "FoundByName",
                table: "Shops",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsProvisional",
                table: "Shops",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "MatchedToId",
                table: "Shops",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Shops_IsProvisional",
                table: "Shops",
                column: "IsProvisional",
                filter: "\"IsProvisional\"");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Shops_IsProvisional",
                table: "Shops");

            migrationBuilder.DropColumn(
                name: "FoundBy",
                table: "Shops");

            migrationBuilder.DropColumn(
                name: "FoundByName",
                table: "Shops");

            migrationBuilder.DropColumn(
                name: "IsProvisional",
                table: "Shops");

            migrationBuilder.DropColumn(
                name: "MatchedToId",
                table: "Shops");
        }
    }
}
