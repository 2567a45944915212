using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.PostgreSql
{
    /// <inheritdoc />
    public partial class FormsWaitByShop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A form that waits now is still found by its own address; only the list at the desk does not name its shop.
            migrationBuilder.DropColumn(
                name: "Path",
                table: "HeldForms");

            migrationBuilder.AddColumn<Guid>(
                name: "ShopId",
                table: "HeldForms",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ShopId",
                table: "HeldForms");

            migrationBuilder.AddColumn<string>(
                name: "Path",
                table: "HeldForms",
                type: "text",
                nullable: false,
                defaultValue: "");
        }
    }
}
