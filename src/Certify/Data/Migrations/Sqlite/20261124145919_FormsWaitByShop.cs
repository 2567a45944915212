using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Certify.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FormsWaitByShop : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // A form that waits now is still found by its own address; only the list at the desk does not name its shop.
            // Dropped in place: EF Core would build the table anew, outside the transaction.
            migrationBuilder.Sql("ALTER TABLE \"HeldForms\" DROP COLUMN \"Path\"");

            migrationBuilder.AddColumn<Guid>(
                name: "ShopId",
                table: "HeldForms",
                type: "TEXT",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE \"HeldForms\" DROP COLUMN \"ShopId\"");

            migrationBuilder.AddColumn<string>(
                name: "Path",
                table: "HeldForms",
                type: "TEXT",
                nullable: false,
                defaultValue: "");
        }
    }
}
